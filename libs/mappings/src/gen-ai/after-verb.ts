/** `execute_tool get_weather` → `get_weather`; undefined when there is nothing behind the verb. */
export const afterVerb = (name: string): string | undefined => /^[a-z]+_[a-z]+\s+(.+)$/.exec(name)?.[1];
