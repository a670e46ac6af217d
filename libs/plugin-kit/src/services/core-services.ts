import { ActionButtons } from './action-buttons.js';
import { ArchiveReader } from './archive-reader.js';
import { Categories } from './categories.js';
import { Clock } from './clock.js';
import { CurrentProject } from './current-project.js';
import { PluginLogger } from './plugin-logger.js';
import { PriceBook } from './price-book.js';
import { Questions } from './questions.js';
import { Settings } from './settings.js';

/** Every class of the core a plugin may inject; bound to implementations in apps/server. */
export const CORE_SERVICES = [
  Clock,
  CurrentProject,
  ArchiveReader,
  Questions,
  PriceBook,
  Categories,
  ActionButtons,
  PluginLogger,
  Settings,
] as const;
