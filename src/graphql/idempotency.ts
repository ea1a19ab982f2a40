/** What every mutation that moves credits or money says of its key. */
export const idempotencyKey = {
  description:
    'Your own name of this request, unique within the customer: 1 to 255 characters. The same request sent again with it changes nothing, and gets the first answer.',
};
