import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<string>();

/**
 * What runs in `work`, now or later, is about that project. For code of plugins, which is handed no request; code of ours is told by
 * its parameters. Say it wherever work of several projects shares a timer or a queue: such work inherits the scope of whoever began it.
 */
export const inScopeOf = <T>(project: string, work: () => T): T => scope.run(project, work);

/** Undefined: of no request, and of nothing that is shown or told. */
export const projectInScope = (): string | undefined => scope.getStore();
