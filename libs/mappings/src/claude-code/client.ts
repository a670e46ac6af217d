import type { CliClient } from '../reading/cli-owner.js';

export const CLAUDE_CODE: CliClient = {
  name: 'claude-code',
  services: /^claude-code$/,
  sessionKeys: ['session.id', 'gen_ai.conversation.id'],
};
