/** Settings for plugins, read from environment variables once at start. */
export abstract class Settings {
  /** The variable's value, or undefined when it is unset or empty. */
  abstract get(name: `BINNACLE_${string}`): string | undefined;
}
