import { type HookDialect, NO_OPINION } from './hook-dialect.js';

/** As Gemini CLI 0.61 takes it. Claude Code's form is ignored in silence, and the tool runs. */
export const geminiDialect: HookDialect = {
  asks: { permission: undefined, call: 'BeforeTool' },
  ran: ['AfterTool'],
  denied: [],
  prompted: 'BeforeAgent',
  edits: true,
  allow: (_, { edited_args: edited }) =>
    edited
      ? { decision: 'allow', hookSpecificOutput: { hookEventName: 'BeforeTool', tool_input: edited } }
      : NO_OPINION,
  deny: (_, reason) => ({ decision: 'deny', reason }),
};
