/** What the registry allows as a plugin's id: it stands in URLs and in the page. */
export const PLUGIN_NAME = /^[a-z][a-z0-9-]{0,47}$/;

/** `tool-costs` → `Tool costs` */
export function titleOf(name: string): string {
  const words = name.split('-').filter(Boolean).join(' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
