import { InvalidInput } from '../core/errors.ts';
import { setInvoiceGrace } from '../store/workspaces.ts';
import type { Deps } from './deps.ts';

export type UpdateWorkspaceInput = { readonly workspaceId: string; readonly invoiceGraceSeconds: number };

const graceSecondsMax = 31 * 86_400;

/** Changes how the workspace bills. Drafts that are there keep the grace they began with. Throws InvalidInput. */
export async function updateWorkspace(deps: Deps, input: UpdateWorkspaceInput): Promise<void> {
  const { workspaceId, invoiceGraceSeconds } = input;
  if (invoiceGraceSeconds < 0 || invoiceGraceSeconds > graceSecondsMax) {
    const message = `The grace is from 0 to ${graceSecondsMax} seconds (31 days).`;
    throw new InvalidInput([{ path: ['invoiceGraceSeconds'], message }]);
  }
  await setInvoiceGrace(deps.database.pool, workspaceId, invoiceGraceSeconds);
}
