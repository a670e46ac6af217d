-- Folds of the events: sums for charts, and who was seen. The server fills them for events that are there already.

-- AlterTable
ALTER TABLE "projects" ADD COLUMN     "folded_seq" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "rollups" (
    "project" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "dimension" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(0) NOT NULL,
    "day" INTEGER NOT NULL,
    "events" BIGINT NOT NULL,
    "errors" BIGINT NOT NULL,
    "input_tokens" BIGINT,
    "output_tokens" BIGINT,
    "cost_usd" DECIMAL(24,9),
    "duration_slots" SMALLINT[],
    "duration_counts" INTEGER[],

    CONSTRAINT "rollups_pkey" PRIMARY KEY ("project","step","dimension","value","bucket","day")
-- By hand: the rows of the present are updated again and again; with room in their page no index has to follow.
) WITH (fillfactor = 80);

-- CreateTable
CREATE TABLE "entities" (
    "project" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "state" TEXT,
    "first_seen" TIMESTAMPTZ(3) NOT NULL,
    "last_seen" TIMESTAMPTZ(3) NOT NULL,
    "last_seq" BIGINT NOT NULL,
    "agent_id" TEXT,

    CONSTRAINT "entities_pkey" PRIMARY KEY ("project","kind","id")
);

-- CreateIndex
CREATE INDEX "rollups_project_step_dimension_bucket_idx" ON "rollups"("project", "step", "dimension", "bucket");

-- CreateIndex
CREATE INDEX "rollups_project_day_idx" ON "rollups"("project", "day");

-- CreateIndex
CREATE INDEX "entities_project_kind_last_seq_idx" ON "entities"("project", "kind", "last_seq");

-- CreateIndex
CREATE INDEX "questions_project_state_idx" ON "questions"("project", "state");
