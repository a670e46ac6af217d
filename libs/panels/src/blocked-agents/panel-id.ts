export const PANEL = 'blocked-agents';
