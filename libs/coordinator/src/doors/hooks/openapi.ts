import type { ApiBodyOptions, ApiQueryOptions } from '@nestjs/swagger';

/** What Claude Code 2 sends when a session begins; its other events have other fields. */
export const HOOK_BODY: ApiBodyOptions = {
  required: true,
  schema: {
    type: 'object',
    properties: { hook_event_name: { type: 'string' }, session_id: { type: 'string' } },
    required: ['hook_event_name'],
    additionalProperties: true,
  },
  examples: {
    session: {
      summary: 'A session begins',
      value: {
        hook_event_name: 'SessionStart',
        session_id: '6f1d2c1e-7b1f-4f0e-9f5e-1c2b3a4d5e6f',
        cwd: '/home/ann/project',
        source: 'startup',
      },
    },
  },
};

export const HOOK_QUERIES = {
  hold: {
    name: 'hold',
    required: false,
    schema: { type: 'string', default: 'permissions', examples: ['permissions,Bash'] },
    description:
      'What waits for people, comma-separated: `permissions` (permission prompts), names of tools whose every call does, `*` for all tools, `none`',
  },
  timeout: {
    name: 'timeout',
    required: false,
    schema: { type: 'number', minimum: 2, maximum: 86_400, examples: [600] },
    description:
      'Seconds the client waits for the hook, as in its own settings; default 600, of Gemini CLI 60. The answer is sent before',
  },
  onTimeout: {
    name: 'on_timeout',
    required: false,
    schema: { type: 'string', enum: ['deny', 'pass'], examples: ['deny'] },
    description:
      'When nobody answers: an explicit refusal, or no opinion. Default: `pass` for permission prompts, which the terminal still shows, and `deny` for calls, which would just run',
  },
  agent: {
    name: 'agent',
    required: false,
    schema: { type: 'string', maxLength: 256, examples: ['api-refactoring'] },
    description: 'Name of the agent; default: client and session',
  },
} as const satisfies Record<string, ApiQueryOptions>;

export const HOOK_SCHEMAS = {
  HookAnswer: {
    type: 'object',
    additionalProperties: true,
    description: 'In the words of the client; {}: it decides by itself',
    examples: [{}],
  },
};
