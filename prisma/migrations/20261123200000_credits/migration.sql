-- Growing tables: customer_id leads every key.

-- One customer's credits of one type. Whoever moves them holds its lock, so that entries have one order.
CREATE TABLE "credit_account" (
    "customer_id" UUID NOT NULL,
    "credit_type_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    -- Of the last entry. 0 before the first.
    "version" BIGINT NOT NULL DEFAULT 0,
    "balance" DECIMAL NOT NULL DEFAULT 0,
    "debt" DECIMAL NOT NULL DEFAULT 0 CHECK ("debt" >= 0),
    -- Which grants paid debts, the latest last: [[grant, amount], …].
    "repaid" JSONB NOT NULL DEFAULT '[]',
    -- What the products at hand buy by themselves, and tell of, when little is left.
    "top_ups" JSONB NOT NULL DEFAULT '[]',
    "low_marks" JSONB NOT NULL DEFAULT '[]',
    -- From when the last entry counts.
    "counted_at" TIMESTAMPTZ(6),
    -- When the next thing happens by itself: a grant begins or expires, a hold ends. Null: never.
    "next_at" TIMESTAMPTZ(6),
    CONSTRAINT "credit_account_pkey" PRIMARY KEY ("customer_id", "credit_type_id")
) WITH (fillfactor = 80);

CREATE INDEX "credit_account_workspace_id_next_at_idx" ON "credit_account" ("workspace_id", "next_at") WHERE "next_at" IS NOT NULL;

CREATE TABLE "credit_grant" (
    "customer_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "credit_type_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "amount" DECIMAL NOT NULL CHECK ("amount" > 0),
    "remaining" DECIMAL NOT NULL CHECK ("remaining" >= 0),
    "priority" INTEGER NOT NULL,
    "effective_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6),
    "source" TEXT NOT NULL CHECK ("source" IN ('SUBSCRIPTION', 'PURCHASE', 'PROMOTION', 'ROLLOVER', 'ADJUSTMENT', 'TOP_UP')),
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "note" TEXT,
    "subscription_id" UUID,
    "period_index" INTEGER,
    -- Whether it ends when the period of its subscription does.
    "with_period" BOOLEAN NOT NULL,
    -- How many ends of periods its credits have survived.
    "rolls" INTEGER NOT NULL,
    -- What a TOP_UP costs.
    "price" DECIMAL,
    -- Whether the balance has had its credits.
    "active" BOOLEAN NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "voided" BOOLEAN NOT NULL,
    -- Whether something can still happen to it by itself or by being drawn.
    "open" BOOLEAN NOT NULL,
    CONSTRAINT "credit_grant_pkey" PRIMARY KEY ("customer_id", "id"),
    CONSTRAINT "credit_grant_account_fkey" FOREIGN KEY ("customer_id", "credit_type_id") REFERENCES "credit_account" ("customer_id", "credit_type_id") ON DELETE NO ACTION ON UPDATE NO ACTION
) WITH (fillfactor = 80);

CREATE INDEX "credit_grant_workspace_id_id_idx" ON "credit_grant" ("workspace_id", "id");

CREATE INDEX "credit_grant_customer_id_credit_type_id_idx" ON "credit_grant" ("customer_id", "credit_type_id") WHERE "open";

CREATE TABLE "credit_hold" (
    "customer_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "credit_type_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "amount" DECIMAL NOT NULL CHECK ("amount" > 0),
    "status" TEXT NOT NULL CHECK ("status" IN ('OPEN', 'CAPTURED', 'RELEASED', 'EXPIRED')),
    "captured" DECIMAL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "closed_at" TIMESTAMPTZ(6),
    CONSTRAINT "credit_hold_pkey" PRIMARY KEY ("customer_id", "id"),
    CONSTRAINT "credit_hold_account_fkey" FOREIGN KEY ("customer_id", "credit_type_id") REFERENCES "credit_account" ("customer_id", "credit_type_id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

CREATE INDEX "credit_hold_workspace_id_id_idx" ON "credit_hold" ("workspace_id", "id");

CREATE INDEX "credit_hold_customer_id_credit_type_id_idx" ON "credit_hold" ("customer_id", "credit_type_id") WHERE "status" = 'OPEN';

-- What one usage charge of a subscription draws in one of its periods: what its meter has counted so far, what of it was
-- drawn, of which grants, and what nobody could pay.
CREATE TABLE "credit_draw" (
    "customer_id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "period_index" INTEGER NOT NULL,
    "charge" INTEGER NOT NULL,
    "credit_type_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "meter_id" UUID NOT NULL,
    "terms" JSONB NOT NULL,
    "included" DECIMAL NOT NULL,
    "starts_at" TIMESTAMPTZ(6) NOT NULL,
    "ends_at" TIMESTAMPTZ(6) NOT NULL,
    -- The parts of the period in which it pays for events that name no subscription: [[from, to], …].
    "spans" JSONB NOT NULL,
    "event_count" BIGINT NOT NULL,
    "unique_count" BIGINT,
    "last_at" TIMESTAMPTZ(6),
    "sum" DECIMAL,
    "max" DECIMAL,
    "min" DECIMAL,
    "last" DECIMAL,
    "last_event_id" TEXT COLLATE "C",
    "drawn" DECIMAL NOT NULL,
    "uncovered" DECIMAL NOT NULL,
    -- Which grants it came out of, the latest last: [[grant or null for a debt, amount], …].
    "parts" JSONB NOT NULL,
    CONSTRAINT "credit_draw_pkey" PRIMARY KEY ("customer_id", "subscription_id", "period_index", "charge"),
    CONSTRAINT "credit_draw_account_fkey" FOREIGN KEY ("customer_id", "credit_type_id") REFERENCES "credit_account" ("customer_id", "credit_type_id") ON DELETE NO ACTION ON UPDATE NO ACTION
) WITH (fillfactor = 80);

CREATE INDEX "credit_draw_meter_id_idx" ON "credit_draw" ("meter_id");

-- Every movement of credits. Only ever added to: a mistake is undone by another entry.
CREATE TABLE "credit_ledger_entry" (
    "customer_id" UUID NOT NULL,
    "credit_type_id" UUID NOT NULL,
    -- 1, 2, 3 … without gaps.
    "version" BIGINT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('GRANT', 'DRAW', 'RETURN', 'EXPIRY', 'ROLLOVER', 'FORFEIT', 'REPAYMENT', 'VOID', 'ADJUSTMENT', 'CAPTURE')),
    "amount" DECIMAL NOT NULL CHECK ("amount" <> 0),
    "grant_id" UUID,
    -- Whether it moved the debt, and not what is left of the grant.
    "debt" BOOLEAN NOT NULL,
    "balance_before" DECIMAL NOT NULL,
    "balance_after" DECIMAL NOT NULL,
    "cause" TEXT NOT NULL CHECK ("cause" IN ('EVENTS', 'VOIDED_EVENTS', 'RECOUNT', 'PERIOD', 'TIME', 'REQUEST', 'HOLD', 'TOP_UP')),
    "subscription_id" UUID,
    "period_index" INTEGER,
    "charge" INTEGER,
    "hold_id" UUID,
    -- The key that asked for it.
    "actor_id" UUID,
    "note" TEXT,
    "event_count" BIGINT NOT NULL,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    -- From when the balance has it, by the workspace's clock.
    "counted_at" TIMESTAMPTZ(6) NOT NULL,
    -- By the server's clock. Entries of events have it in common with these.
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "credit_ledger_entry_pkey" PRIMARY KEY ("customer_id", "credit_type_id", "version"),
    CONSTRAINT "credit_ledger_entry_sum_check" CHECK ("balance_after" = "balance_before" + "amount"),
    CONSTRAINT "credit_ledger_entry_account_fkey" FOREIGN KEY ("customer_id", "credit_type_id") REFERENCES "credit_account" ("customer_id", "credit_type_id") ON DELETE NO ACTION ON UPDATE NO ACTION
);

-- Not even the owner of the table, which is who the server is.
REVOKE UPDATE, DELETE, TRUNCATE ON "credit_ledger_entry" FROM PUBLIC, CURRENT_USER;

-- A balance that fell below a mark.
CREATE TABLE "credit_alert" (
    "customer_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "credit_type_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('AMOUNT', 'PERCENT')),
    "value" DECIMAL NOT NULL,
    "below" DECIMAL NOT NULL,
    "available" DECIMAL NOT NULL,
    "version" BIGINT NOT NULL,
    "crossed_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "credit_alert_pkey" PRIMARY KEY ("customer_id", "id")
);

-- The first answer to a request that moves credits or money, for ever.
CREATE TABLE "idempotency_key" (
    "customer_id" UUID NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "operation" TEXT NOT NULL,
    "input_hash" UUID NOT NULL,
    -- The id of what was made.
    "answer_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("customer_id", "key")
);

-- What an invoice line says of credits.
ALTER TABLE "invoice_line"
    ADD COLUMN "credit_type_id" UUID,
    ADD COLUMN "credits_applied" DECIMAL,
    ADD COLUMN "credits_uncovered" DECIMAL;
