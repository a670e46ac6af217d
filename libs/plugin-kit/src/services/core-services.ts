import { ArchiveReader } from './archive-reader.js';
import { Clock } from './clock.js';
import { PluginLogger } from './plugin-logger.js';
import { Settings } from './settings.js';

/** Every class of the core a plugin may inject; bound to implementations in apps/server. */
export const CORE_SERVICES = [Clock, ArchiveReader, PluginLogger, Settings] as const;
