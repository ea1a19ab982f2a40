-- Configuration.

-- What a workspace counts credits in. Only its labels and its value may ever change.
CREATE TABLE "credit_type" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "name" TEXT NOT NULL,
    "unit" TEXT,
    -- How many decimals an amount of it may have. Fixed: every amount in the ledger was rounded by it.
    "precision" INTEGER NOT NULL CHECK ("precision" BETWEEN 0 AND 12),
    -- What one credit is worth, in major units of the currency.
    "value_amount" DECIMAL,
    "value_currency" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "credit_type_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "credit_type_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
    CONSTRAINT "credit_type_value_check" CHECK (("value_amount" IS NULL) = ("value_currency" IS NULL))
);

CREATE UNIQUE INDEX "credit_type_workspace_id_key_key" ON "credit_type" ("workspace_id", "key");

CREATE INDEX "credit_type_workspace_id_id_idx" ON "credit_type" ("workspace_id", "id");

-- The credits that come with every period of the product.
ALTER TABLE "product_version" ADD COLUMN "credit_grants" JSONB NOT NULL DEFAULT '[]';
