-- When the event that told the state happened: what is told afterwards, such as a span, must not undo what came later.
ALTER TABLE "entities" ADD COLUMN "state_at" TIMESTAMPTZ(3);
