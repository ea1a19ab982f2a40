import { useState } from 'react';
import { useSend } from '../../data/ask.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { CheckField, TextField } from '../../design/field.tsx';
import { ResultForm } from '../../design/form.tsx';
import { MakeKeyDocument } from '../../generated/documents.ts';
import { Secret } from '../../parts/secret.tsx';
import { type ScopeName, scopeLabels, scopes } from './scopes.ts';

/** Makes a key, and shows its secret, once: it is in this dialog only, and gone with it. */
export function NewKey({ onClose }: { readonly onClose: () => void }) {
  const [secret, setSecret] = useState<string | null>(null);
  if (secret !== null) {
    return (
      <Dialog
        open
        onClose={onClose}
        title="The new key"
        lead="Copy it now. Only a hash of it is kept, so that it cannot be shown again."
      >
        <Secret label="Secret" value={secret} />
        <Button look="main" onClick={onClose}>
          I have it
        </Button>
      </Dialog>
    );
  }
  return (
    <Dialog open onClose={onClose} title="New key" lead="Give it no more than it needs.">
      <KeyForm onClose={onClose} onMade={setSecret} />
    </Dialog>
  );
}

type KeyFormProps = { readonly onClose: () => void; readonly onMade: (secret: string) => void };

function KeyForm({ onClose, onMade }: KeyFormProps) {
  const make = useSend(MakeKeyDocument);
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly ScopeName[]>(['INGEST']);
  return (
    <ResultForm
      submit="Make the key"
      onCancel={onClose}
      send={async () => (await make.mutateAsync({ input: { name, scopes: [...chosen] } })).createApiKey}
      onDone={(made) => {
        // What was answered is not kept anywhere else.
        make.reset();
        onMade(made.secret);
      }}
    >
      <TextField name="name" label="What it is for" placeholder="Billing backend" value={name} onValue={setName} />
      {scopes.map((scope) => (
        <CheckField
          key={scope}
          name="scopes"
          label={`May ${scopeLabels[scope]} (${scope})`}
          checked={chosen.includes(scope)}
          onChecked={(isChosen) =>
            setChosen(scopes.filter((known) => (known === scope ? isChosen : chosen.includes(known))))
          }
        />
      ))}
    </ResultForm>
  );
}
