/**
 * adapter-pg cuts scripts at every semicolon, those in comments, strings and function bodies too. Postgres takes a script
 * whole: as one simple query, which is also one transaction.
 */
export function withWholeScripts(adapter) {
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}
