import { useState } from 'react';
import { useSend } from '../data/ask.ts';
import { Button } from '../design/button.tsx';
import { Failure, Notice } from '../design/notice.tsx';
import { say } from '../design/toast.tsx';
import { MoveClockDocument } from '../generated/documents.ts';

/** Moves the clock of a test workspace, and says what fell due on the way. */
export function useMoveClock() {
  const send = useSend(MoveClockDocument);
  const [refused, setRefused] = useState<string | null>(null);
  async function moveTo(to: string): Promise<void> {
    setRefused(null);
    const { advanceClock: result } = await send.mutateAsync({ input: { to } });
    if (result?.__typename !== 'AdvanceClockPayload') {
      const issue = result?.__typename === 'InvalidInput' ? result.issues[0]?.message : undefined;
      return setRefused(issue ?? result?.message ?? 'The server gave no answer.');
    }
    const { periodsClosed, invoicesFinalized } = result;
    say(
      'The clock was moved',
      `${plural(periodsClosed, 'period')} began or ended, ${plural(invoicesFinalized, 'invoice')} became final.`,
    );
  }
  // What it throws is shown by `error`.
  return {
    moveTo: (to: string) => void moveTo(to).catch(() => {}),
    isMoving: send.isPending,
    refused,
    error: send.error,
  };
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** What went wrong with moving it, if anything did. */
export function MoveClockTrouble({ refused, error }: Pick<ReturnType<typeof useMoveClock>, 'refused' | 'error'>) {
  if (error !== null) return <Failure error={error} />;
  return refused === null ? null : <Notice tone="bad">{refused}</Notice>;
}

/** A button for one instant. */
export function MoveClockButton({ to, label }: { readonly to: string; readonly label: string }) {
  const { moveTo, isMoving, refused, error } = useMoveClock();
  return (
    <>
      <Button small busy={isMoving} onClick={() => moveTo(to)}>
        {isMoving ? 'Moving…' : label}
      </Button>
      <MoveClockTrouble refused={refused} error={error} />
    </>
  );
}
