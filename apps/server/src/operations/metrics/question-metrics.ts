import type { Census, QuestionCensus } from '@binnacle/coordinator';
import { Gauge } from 'prom-client';
import { cached } from './cached.js';
import type { Metrics } from './metrics.js';

const CACHE_MS = 5_000;

/** Who waits: people's answers for agents, and agents' questions for people. */
export function questionMetrics(metrics: Metrics, census: QuestionCensus): void {
  const taken = cached(() => census.take(), CACHE_MS);
  const read = (name: string, help: string, value: (census: Census) => number) =>
    metrics.read(Gauge, [name, help], [], async () => [[{}, value(await taken())]]);
  read('questions_waiting', 'Questions that nobody has answered', ({ open }) => open);
  read('questions_oldest_seconds', 'Age of the oldest of them', ({ oldestSeconds }) => oldestSeconds);
  read('answers_undelivered', 'Answers that no agent has come for', ({ undelivered }) => undelivered);
}
