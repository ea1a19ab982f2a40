-- Configuration.

ALTER TABLE "workspace"
    -- How long an invoice stays a draft after its period has closed.
    ADD COLUMN "invoice_grace_seconds" INTEGER NOT NULL DEFAULT 3600 CHECK ("invoice_grace_seconds" >= 0),
    -- In microseconds: how far the clock of a TEST workspace has been moved ahead of the server's. 0 where it is LIVE.
    ADD COLUMN "clock_ahead" BIGINT NOT NULL DEFAULT 0 CHECK ("clock_ahead" >= 0),
    -- The number of the last final invoice. Raised in the transaction that makes one final, so there are no gaps.
    ADD COLUMN "invoice_number" BIGINT NOT NULL DEFAULT 0;

CREATE TABLE "product" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "currency" TEXT NOT NULL,
    -- The latest version, which new subscriptions get.
    "version_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "archived_at" TIMESTAMPTZ(6),
    CONSTRAINT "product_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "product_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

CREATE UNIQUE INDEX "product_workspace_id_key_key" ON "product" ("workspace_id", "key");

CREATE INDEX "product_workspace_id_id_idx" ON "product" ("workspace_id", "id");

-- Prices never change: other prices are another version.
CREATE TABLE "product_version" (
    "id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "interval_unit" TEXT NOT NULL CHECK ("interval_unit" IN ('DAY', 'WEEK', 'MONTH', 'YEAR')),
    "interval_count" INTEGER NOT NULL CHECK ("interval_count" > 0),
    "charges" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "product_version_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "product_version_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

CREATE UNIQUE INDEX "product_version_product_id_number_key" ON "product_version" ("product_id", "number");

-- Growing tables: customer_id leads every key.

-- Which of the customer's subscriptions the sender named to pay for the event.
ALTER TABLE "event" ADD COLUMN "subscription_id" UUID;

CREATE TABLE "subscription" (
    "customer_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    -- The anchor of all its periods, for ever.
    "starts_at" TIMESTAMPTZ(6) NOT NULL,
    "time_zone" TEXT NOT NULL,
    -- Null while it goes on.
    "ended_at" TIMESTAMPTZ(6),
    -- The version and the quantity of the period at hand, or of the first one while it has not begun.
    "version_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL CHECK ("quantity" > 0),
    -- What is to change when the period at hand ends.
    "next_version_id" UUID,
    "next_quantity" INTEGER CHECK ("next_quantity" > 0),
    "ends_with_period" BOOLEAN NOT NULL DEFAULT FALSE,
    -- The period at hand; -1 until the first one begins.
    "period_index" INTEGER NOT NULL DEFAULT -1,
    -- When the period at hand ends, or the first one begins. Null after the last one.
    "due_at" TIMESTAMPTZ(6),
    -- The id that the next invoice will have, so that it can be named while it is only upcoming.
    "next_invoice_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "subscription_pkey" PRIMARY KEY ("customer_id", "id")
);

CREATE INDEX "subscription_workspace_id_id_idx" ON "subscription" ("workspace_id", "id");

-- What there is to close.
CREATE INDEX "subscription_workspace_id_due_at_idx" ON "subscription" ("workspace_id", "due_at") WHERE "due_at" IS NOT NULL;

CREATE TABLE "billing_period" (
    "customer_id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "period_index" INTEGER NOT NULL,
    -- What was lived of the period, half-open. Its end moves when a change or a cancellation cuts it.
    "starts_at" TIMESTAMPTZ(6) NOT NULL,
    "ends_at" TIMESTAMPTZ(6) NOT NULL,
    -- The end that the flat charges were billed for in advance.
    "billed_until" TIMESTAMPTZ(6) NOT NULL,
    -- The whole period of the calendar that this one is a part of, or all of.
    "full_start" TIMESTAMPTZ(6) NOT NULL,
    "full_end" TIMESTAMPTZ(6) NOT NULL,
    "version_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,
    -- Whether one-time charges fall due with it: the first period under a product.
    "one_time" BOOLEAN NOT NULL,
    CONSTRAINT "billing_period_pkey" PRIMARY KEY ("customer_id", "subscription_id", "period_index"),
    CONSTRAINT "billing_period_subscription_fkey" FOREIGN KEY ("customer_id", "subscription_id") REFERENCES "subscription" ("customer_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- An invoice closes the period before its sequence and opens the one with its sequence. Its lines are stored when it
-- becomes final; those of a draft are worked out whenever it is read.
CREATE TABLE "invoice" (
    "customer_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    -- 0, and one more each time that a void invoice is issued again.
    "issue" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL CHECK ("status" IN ('DRAFT', 'FINAL', 'VOID')),
    "number" BIGINT,
    "currency" TEXT NOT NULL,
    "closes_period" BOOLEAN NOT NULL,
    "opens_period" BOOLEAN NOT NULL,
    "period_start" TIMESTAMPTZ(6) NOT NULL,
    "period_end" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "finalizes_at" TIMESTAMPTZ(6) NOT NULL,
    "finalized_at" TIMESTAMPTZ(6),
    "voided_at" TIMESTAMPTZ(6),
    "void_reason" TEXT,
    -- Null while it is a draft.
    "total" DECIMAL,
    CONSTRAINT "invoice_pkey" PRIMARY KEY ("customer_id", "id"),
    CONSTRAINT "invoice_subscription_fkey" FOREIGN KEY ("customer_id", "subscription_id") REFERENCES "subscription" ("customer_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- Closing twice gives one invoice, whoever closes.
CREATE UNIQUE INDEX "invoice_customer_id_subscription_id_sequence_issue_key" ON "invoice" ("customer_id", "subscription_id", "sequence", "issue");

CREATE INDEX "invoice_workspace_id_id_idx" ON "invoice" ("workspace_id", "id");

CREATE INDEX "invoice_workspace_id_created_at_id_idx" ON "invoice" ("workspace_id", "created_at", "id");

CREATE INDEX "invoice_workspace_id_finalizes_at_idx" ON "invoice" ("workspace_id", "finalizes_at") WHERE "status" = 'DRAFT';

CREATE TABLE "invoice_line" (
    "customer_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('USAGE', 'FLAT', 'ONE_TIME', 'REFUND', 'ADJUSTMENT', 'CARRIED_OVER')),
    "name" TEXT NOT NULL,
    -- Its place among the charges of the version that the period had.
    "charge" INTEGER,
    "period_index" INTEGER,
    "starts_at" TIMESTAMPTZ(6),
    "ends_at" TIMESTAMPTZ(6),
    "meter_id" UUID,
    "quantity" DECIMAL NOT NULL,
    "included" DECIMAL,
    "billable" DECIMAL,
    "tiers" JSONB NOT NULL,
    "amount" DECIMAL NOT NULL,
    CONSTRAINT "invoice_line_pkey" PRIMARY KEY ("customer_id", "invoice_id", "position"),
    CONSTRAINT "invoice_line_invoice_fkey" FOREIGN KEY ("customer_id", "invoice_id") REFERENCES "invoice" ("customer_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION
);
