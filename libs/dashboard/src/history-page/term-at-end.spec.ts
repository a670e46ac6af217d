import { describe, expect, it } from '@jest/globals';
import { termAtEnd } from './term-at-end.js';

describe('termAtEnd', () => {
  it.each([
    ['', { head: '', lead: '', partial: '' }],
    ['ty', { head: '', lead: '', partial: 'ty' }],
    ['type:', { head: 'type:', field: 'type', lead: 'type:', partial: '' }],
    ['type:tool:fa', { head: 'type:', field: 'type', lead: 'type:', partial: 'tool:fa' }],
    ['type:a:b,tool', { head: 'type:a:b,', field: 'type', lead: 'type:', partial: 'tool' }],
    ['agent:x ', { head: 'agent:x ', lead: '', partial: '' }],
    ['x -ag', { head: 'x -', lead: '', partial: 'ag' }],
    ['-Agent:dep', { head: '-Agent:', field: 'agent', lead: '-Agent:', partial: 'dep' }],
    ['agent:"two wo', { head: 'agent:', field: 'agent', lead: 'agent:', partial: 'two wo' }],
    ['"a b" agent:"say \\"hi', { head: '"a b" agent:', field: 'agent', lead: 'agent:', partial: 'say "hi' }],
    ['payload.model!=so', { head: 'payload.model!=', field: 'payload.model', lead: 'payload.model!=', partial: 'so' }],
    ['"type:x', { head: '', lead: '', partial: 'type:x' }],
  ])('of %s', (query, expected) => expect(termAtEnd(query)).toEqual(expected));
});
