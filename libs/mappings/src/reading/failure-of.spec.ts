import { spanOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { failureOf, interruptOf } from './failure-of.js';
import { graphPair } from './pairs.js';

const ERROR = 2;
const ended = (message: string, type?: string) =>
  spanOf({
    status: { code: ERROR, message },
    events: type ? [{ name: 'exception', timeNs: 1n, attributes: { 'exception.type': type } }] : [],
  });
const STACK = '\n    at interrupt (file:///app/graph.js:3:9)\n    at run (file:///app/a.js:1:1)';
const ASKED = '[\n  {\n    "id": "i1",\n    "value": {\n      "question": "Send it?"\n    }\n  }\n]';

describe('why a span failed', () => {
  it.each([
    ['it broke', 'it broke'],
    [`it broke${STACK}`, 'it broke'],
    [`it broke\n\nError: it broke${STACK}`, 'it broke'],
    [`it broke\n\nlike this${STACK}`, 'it broke\n\nlike this'],
    ['we looked\n\nat it', 'we looked\n\nat it'],
  ])('of %j is %j', (message, reason) => {
    expect(failureOf(ended(message))).toBe(reason);
  });

  it.each([
    ['LangChain.js by OpenInference', ended(`${ASKED}\n\nGraphInterrupt: ${ASKED}${STACK}`), { question: 'Send it?' }],
    ['Langfuse', ended(`GraphInterrupt: ${ASKED}`), { question: 'Send it?' }],
    ['Python', ended("GraphInterrupt((Interrupt(value='Send it?'),))"), "((Interrupt(value='Send it?'),))"],
    ['an exception of Python', ended('(Interrupt(),)', 'langgraph.errors.GraphInterrupt'), '(Interrupt(),)'],
  ])('is nothing when a person is waited for: %s', (_, span, asked) => {
    expect(failureOf(span)).toBeUndefined();
    expect(interruptOf(span)).toEqual(asked);
    expect(graphPair(span, {}, false)[1]?.payload).toMatchObject({ state: 'interrupted', interrupted: asked });
    expect(graphPair(span, {}, true)[1]?.type).toBe('graph:completed');
  });
});
