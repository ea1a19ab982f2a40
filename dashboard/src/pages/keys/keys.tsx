import { useState } from 'react';
import { useSend } from '../../data/ask.ts';
import { usePages } from '../../data/pages.ts';
import { Answer } from '../../design/answer.tsx';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { Icon } from '../../design/icon.tsx';
import { Page } from '../../design/page.tsx';
import { Panel } from '../../design/panel.tsx';
import { Pager, Table } from '../../design/table.tsx';
import { say } from '../../design/toast.tsx';
import { Id, Instant } from '../../design/value.tsx';
import { KeyListDocument, WithdrawKeyDocument } from '../../generated/documents.ts';
import type { KeyListQuery } from '../../generated/types.ts';
import { NewKey } from './new-key.tsx';
import { scopeLabels } from './scopes.ts';

type Row = KeyListQuery['apiKeys']['nodes'][number];

export default function Keys() {
  const pages = usePages(KeyListDocument, {});
  const [isMaking, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Row | null>(null);
  return (
    <Page
      title="Keys"
      lead="What your backends send their requests with. A key never belongs into a browser."
      tools={
        <Button look="main" onClick={() => setMaking(true)}>
          <Icon name="plus" /> New key
        </Button>
      }
    >
      <Panel title="Keys" flush>
        <Answer of={pages}>
          {({ apiKeys }) => (
            <>
              <Table
                caption="Keys"
                rows={apiKeys.nodes}
                keyOf={({ id }) => id}
                isStale={pages.isPlaceholderData}
                columns={[
                  { title: 'Name', cell: ({ name }) => name },
                  { title: 'Secret', cell: ({ hint }) => <Id>{hint}</Id> },
                  {
                    title: 'May',
                    cell: ({ scopes }) => scopes.map((scope) => scopeLabels[scope]).join(', '),
                    isWide: true,
                  },
                  { title: 'Made', cell: ({ createdAt }) => <Instant at={createdAt} /> },
                  { title: 'State', cell: (key) => <KeyState revokedAt={key.revokedAt} /> },
                  {
                    title: 'Actions',
                    cell: (key) =>
                      key.revokedAt === null && (
                        <Button small onClick={() => setRevoking(key)}>
                          Revoke
                        </Button>
                      ),
                  },
                ]}
              />
              <Pager pages={pages} info={apiKeys.pageInfo} />
            </>
          )}
        </Answer>
      </Panel>
      {isMaking && <NewKey onClose={() => setMaking(false)} />}
      {revoking && <RevokeKey of={revoking} onClose={() => setRevoking(null)} />}
    </Page>
  );
}

function KeyState({ revokedAt }: { readonly revokedAt: string | null }) {
  if (revokedAt === null) return <Badge tone="good">Good</Badge>;
  return (
    <>
      <Badge tone="bad">Revoked</Badge> <Instant at={revokedAt} />
    </>
  );
}

function RevokeKey({ of: key, onClose }: { readonly of: Row; readonly onClose: () => void }) {
  const withdraw = useSend(WithdrawKeyDocument);
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Revoke ${key.name}`}
      submit="Revoke it"
      send={async () => (await withdraw.mutateAsync({ input: { id: key.id } })).revokeApiKey}
      onDone={() => say(`${key.name} is revoked`)}
    >
      <p>
        Whatever is sent with <Id>{key.hint}</Id> is refused from now on, and browsers that signed in with it are signed
        out. This cannot be undone.
      </p>
    </ConfirmDialog>
  );
}
