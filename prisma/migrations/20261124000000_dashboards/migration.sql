-- CreateTable
CREATE TABLE "dashboards" (
    "project" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "panels" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dashboards_pkey" PRIMARY KEY ("project","id")
);

-- CreateTable
CREATE TABLE "part_modes" (
    "source" TEXT NOT NULL,
    "mode" TEXT NOT NULL,

    CONSTRAINT "part_modes_pkey" PRIMARY KEY ("source")
);

-- CreateTable
CREATE TABLE "home_dashboards" (
    "project" TEXT NOT NULL,
    "dashboard_id" TEXT NOT NULL,

    CONSTRAINT "home_dashboards_pkey" PRIMARY KEY ("project")
);

-- CreateIndex
CREATE UNIQUE INDEX "home_dashboards_project_dashboard_id_key" ON "home_dashboards"("project", "dashboard_id");

-- AddForeignKey
ALTER TABLE "home_dashboards" ADD CONSTRAINT "home_dashboards_project_dashboard_id_fkey" FOREIGN KEY ("project", "dashboard_id") REFERENCES "dashboards"("project", "id") ON DELETE CASCADE ON UPDATE CASCADE;
