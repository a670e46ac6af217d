/** On a request whose project is archived: what is in it can be read, and no more. */
export const PROJECT_ARCHIVED = Symbol('binnacle.project-archived');

export const isProjectArchived = (request: object): boolean =>
  (request as { readonly [PROJECT_ARCHIVED]?: boolean })[PROJECT_ARCHIVED] === true;
