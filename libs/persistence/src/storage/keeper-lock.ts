import { PARTITION_LOCK } from '../partitions/add-partitions.js';

/** Advisory: whoever holds it is the one that drops and indexes days; a backup holds it so that none is dropped meanwhile. */
export const KEEPER_LOCK = PARTITION_LOCK + 1;
