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
    ? JSON.stringify(addition.members, null, 2)
    : addition.tables.map(({ path, lines }) => [`[${path.join('.')}]`, ...lines].join('\n')).join('\n\n');
