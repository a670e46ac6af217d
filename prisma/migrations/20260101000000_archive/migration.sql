-- The archive. Made by `migrate diff`; what Prisma's schema can't say is marked "By hand".

-- By hand: where the partitions of "events" live.
CREATE SCHEMA IF NOT EXISTS "binnacle_days";

-- CreateEnum
CREATE TYPE "question_state" AS ENUM ('open', 'answered', 'withdrawn');

-- CreateTable
CREATE TABLE "events" (
    "seq" BIGINT NOT NULL,
    "project" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "timestamp" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "category" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "agent_id" TEXT,
    "graph_id" TEXT,
    "node_id" TEXT,
    "session_id" TEXT,
    "parent_id" TEXT,
    "payload" JSONB NOT NULL,

    CONSTRAINT "events_pkey" PRIMARY KEY ("project","seq")
-- By hand: a partition per project, and in it one per day of arrival; made ahead and at need by the server.
) PARTITION BY LIST ("project");

-- CreateTable
CREATE TABLE "event_ids" (
    "project" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "event_ids_pkey" PRIMARY KEY ("project","id")
);

-- CreateTable
CREATE TABLE "closed_days" (
    "project" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "first_timestamp" TIMESTAMPTZ(3) NOT NULL,
    "last_timestamp" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "closed_days_pkey" PRIMARY KEY ("project","day")
);

-- CreateTable
CREATE TABLE "projects" (
    "project" TEXT NOT NULL,
    "number" SERIAL NOT NULL,
    "retention_days" INTEGER,

    CONSTRAINT "projects_pkey" PRIMARY KEY ("project")
);

-- CreateTable
-- By hand: one row only, and room in its page so that every update stays in it (HOT) and touches no index.
CREATE TABLE "archive_head" (
    "id" INTEGER NOT NULL DEFAULT 1 CHECK ("id" = 1),
    "last_seq" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "archive_head_pkey" PRIMARY KEY ("id")
) WITH (fillfactor = 10);

-- By hand: the row itself. Appending is an UPDATE of it, and its lock puts the commits in order.
INSERT INTO "archive_head" ("id", "last_seq") VALUES (1, 0);

-- CreateTable
CREATE TABLE "questions" (
    "project" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "state" "question_state" NOT NULL DEFAULT 'open',
    "agent_id" TEXT,
    "session_id" TEXT,
    "graph_id" TEXT,
    "node_id" TEXT,
    "msg_id" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "options" JSONB NOT NULL DEFAULT '[]',
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "answer" TEXT,
    "answered_by" TEXT,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "questions_pkey" PRIMARY KEY ("project","id")
);

-- CreateIndex
CREATE INDEX "events_category_action_seq_idx" ON "events"("category", "action", "seq");

-- CreateIndex
CREATE INDEX "events_agent_id_seq_idx" ON "events"("agent_id", "seq");

-- CreateIndex
CREATE INDEX "events_session_id_seq_idx" ON "events"("session_id", "seq");

-- CreateIndex
-- By hand: only of events that have one.
CREATE INDEX "events_graph_id_seq_idx" ON "events"("graph_id", "seq") WHERE "graph_id" IS NOT NULL;

-- CreateIndex
-- By hand: only of events that have one.
CREATE INDEX "events_node_id_seq_idx" ON "events"("node_id", "seq") WHERE "node_id" IS NOT NULL;

-- CreateIndex
-- By hand: only of events that have one.
CREATE INDEX "events_parent_id_seq_idx" ON "events"("parent_id", "seq") WHERE "parent_id" IS NOT NULL;

-- CreateIndex
CREATE INDEX "events_timestamp_idx" ON "events"("timestamp");

-- CreateIndex
CREATE INDEX "event_ids_seq_idx" ON "event_ids" USING BRIN ("seq");

-- CreateIndex
CREATE UNIQUE INDEX "projects_number_key" ON "projects"("number");

-- CreateIndex
CREATE INDEX "questions_project_agent_id_state_idx" ON "questions"("project", "agent_id", "state");

-- CreateIndex
CREATE INDEX "questions_project_msg_id_idx" ON "questions"("project", "msg_id");

-- CreateIndex
CREATE UNIQUE INDEX "questions_project_dedupe_key_key" ON "questions"("project", "dedupe_key");
