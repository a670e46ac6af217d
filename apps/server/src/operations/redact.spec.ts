import { describe, expect, it } from '@jest/globals';
import { redact } from './redact.js';

describe('redact', () => {
  it.each([
    ['{"headers":{"authorization":"Bearer abc.def-123"}}', 'abc'],
    ['{"Cookie":"a=hunter2; b=\\"hunter2\\""}', 'hunter2'],
    ['{"set-cookie":["sid=hunter2","x=hunter2"],"status":200}', 'hunter2'],
    ['{"x-api-key":"hunter2"}', 'hunter2'],
    ['{"url":"/api/v1/events?limit=1&key=hunter2&x=1"}', 'hunter2'],
    ['{"url":"/hooks/codex?token=hunter2"}', 'hunter2'],
    ['{"url":"/x?datastar=%7B%22answer%22%3A%22hunter2%22%7D"}', 'hunter2'],
    ['{"url":"/invite/hunter2hunter2"}', 'hunter2'],
    ['{"url":"/setup/hunter2hunter2"}', 'hunter2'],
    ['{"url":"/reset/hunter2hunter2?x=1"}', 'hunter2'],
    ['{"url":"/notify/answer/hunter2hunter2"}', 'hunter2'],
    ['{"x-binnacle-key":"hunter2"}', 'hunter2'],
    ['{"x-csrf-token":"hunter2"}', 'hunter2'],
    ['{"msg":"the key bnk_0123456789abcdef_hunter2hunter2hunter2hunter2 is revoked"}', 'hunter2'],
    ['{"msg":"Authorization: Basic aHVudGVyMg=="}', 'aHVudGVyMg'],
    ['{"err":"cannot connect to postgresql://binnacle:hunter2@db:5432/x"}', 'hunter2'],
  ])('takes the secret out of %s and leaves a JSON line', (line, secret) => {
    const clean = redact(line);
    expect(clean).not.toContain(secret);
    expect(clean).toContain('[redacted]');
    expect(() => JSON.parse(clean)).not.toThrow();
  });

  it.each([
    '{"url":"/api/v1/events?limit=10&query=type:tool:failed"}',
    '{"msg":"monkey=1 and a keyboard","keys":3,"publicUrl":"http://127.0.0.1:4700/a:b@c"}',
    '{"level":30,"time":1700000000000,"reqId":"a1","msg":"request"}',
  ])('leaves %s as it is', (line) => {
    expect(redact(line)).toBe(line);
  });
});
