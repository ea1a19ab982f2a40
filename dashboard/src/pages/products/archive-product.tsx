import { useSend } from '../../data/ask.ts';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { say } from '../../design/toast.tsx';
import { PutAwayProductDocument, TakeBackProductDocument } from '../../generated/documents.ts';
import type { ProductFacts } from './product.tsx';

type ArchiveProductProps = {
  readonly product: ProductFacts;
  readonly open: boolean;
  readonly onClose: () => void;
};

/** Archives a product, or takes it back. */
export function ArchiveProduct({ product, open, onClose }: ArchiveProductProps) {
  const putAway = useSend(PutAwayProductDocument);
  const takeBack = useSend(TakeBackProductDocument);
  const input = { id: product.id };
  if (product.status === 'ARCHIVED') {
    return (
      <ConfirmDialog
        {...{ open, onClose }}
        title={`Take ${product.name} back`}
        submit="Take it back"
        send={async () => (await takeBack.mutateAsync({ input })).unarchiveProduct}
        onDone={() => say(`${product.name} can be subscribed to again`)}
      >
        <p>Customers can be subscribed to it again.</p>
      </ConfirmDialog>
    );
  }
  return (
    <ConfirmDialog
      {...{ open, onClose }}
      title={`Archive ${product.name}`}
      submit="Archive it"
      send={async () => (await putAway.mutateAsync({ input })).archiveProduct}
      onDone={() => say(`${product.name} is archived`)}
    >
      <p>Nobody can be subscribed to it any more. Who is stays so, at the same prices.</p>
    </ConfirmDialog>
  );
}
