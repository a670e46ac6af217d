/** What the composition root tells the dashboard. */
export abstract class DashboardOptions {
  /** Where people reach the server: for snippets and the demo. No trailing slash. */
  abstract readonly publicUrl: () => string;
  /** Version shown in the page. */
  abstract readonly version: string;
  /** The official Datastar bundle instead of ours: a file or an http(s) URL. */
  abstract readonly datastarClient: string | undefined;
  /** Folder with the built browser bundles. */
  abstract readonly browserDir: string;
  /** The built command line, which runs the demo. */
  abstract readonly cliEntry: string;
  /** Streams that may be open at once. */
  abstract readonly maxViewers: number;
}
