/** Which project this is about: for what a plugin keeps itself, and for its controllers. */
export abstract class CurrentProject {
  /**
   * Of the request that is handled, the page or panel that is shown, the action that is run, or the notice that is sent.
   *
   * @throws BinnacleError `project_unnamed` outside of all of these, as in a timer that the plugin set when it started
   */
  abstract get(): string;
}
