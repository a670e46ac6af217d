/** Files by what they are to the client; where they lie depends on the scope. */
export type ConfigurationFile = 'settings' | 'hooks' | 'config' | 'mcp';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonMembers = { readonly [key: string]: Json };

/** A table of a TOML document, as in `[mcp_servers.binnacle]`. */
export interface TomlTable {
  readonly path: readonly string[];
  /** `key = value`, complete. */
  readonly lines: readonly string[];
}

/** What is added to one file: members of a JSON document, merged in depth, or tables of a TOML document. */
export type Addition =
  | { readonly file: ConfigurationFile; readonly format: 'json'; readonly members: JsonMembers }
  | { readonly file: ConfigurationFile; readonly format: 'toml'; readonly tables: readonly TomlTable[] };

/** As a person would paste it into a file that holds nothing else. */
export const additionText = (addition: Addition): string =>
  addition.format === 'json'
    ? jsonText(addition.members)
    : addition.tables.map(({ path, lines }) => [`[${path.join('.')}]`, ...lines].join('\n')).join('\n\n');

/** A line for each hook or setting: who copies it wants to see all of it. */
function jsonText(value: JsonMembers, indent = ''): string {
  const inner = `${indent}  `;
  const lines = Object.entries(value).map(([name, member]) => {
    const isLong = isMembers(member) && indent.length < 4;
    return `${inner}${JSON.stringify(name)}: ${isLong ? jsonText(member, inner) : inline(member)}`;
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function inline(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (!isMembers(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${inline(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

const isMembers = (value: Json): value is JsonMembers =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
