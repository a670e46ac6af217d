import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from '@opentelemetry/api';

/**
 * The span of the request that is served now. Our own storage instead of OpenTelemetry's global one: nothing global is set, so
 * what a plugin traces stays its own.
 */
export const CURRENT_SPAN = new AsyncLocalStorage<Span>();
