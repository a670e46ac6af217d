/** What panels cost, and what a bad one costs the others. */
import { measureBroadcast } from './panels/broadcast.mjs';
import { measurePerEvent } from './panels/per-event.mjs';

const PARTS = [measurePerEvent, measureBroadcast];

export async function benchPanels() {
  const tables = [];
  for (const measure of PARTS) tables.push(await measure());
  return tables;
}
