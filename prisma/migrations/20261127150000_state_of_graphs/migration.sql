-- A graph that tells nothing itself, such as a trace, is in the state its agents tell.
ALTER TABLE "entities" ADD COLUMN "told" BOOLEAN NOT NULL DEFAULT false;
UPDATE "entities" SET "told" = true WHERE "kind" = 'graph' AND "state" IS NOT NULL;
