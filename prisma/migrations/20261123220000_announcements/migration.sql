-- What instances tell each other where nobody can listen: behind a pooler that lends connections by the transaction.
-- By transaction, because a reader asks for those that its last snapshot did not see.
CREATE TABLE "announcement" (
    "transaction" XID8 NOT NULL DEFAULT pg_current_xact_id(),
    "id" BIGINT GENERATED ALWAYS AS IDENTITY,
    "text" TEXT NOT NULL,
    "announced_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT "announcement_pkey" PRIMARY KEY ("transaction", "id")
);
