import type { ReactNode } from 'react';
import { Diagram, Event, Lane, Message, Words } from './space-time';

const SHOP = 130;
const BANK = 352;
const BREAKS = [146, 226];

/** Lesson 2: the reply is lost, the shop says "failed", the customer pays twice. */
export default function DoublePayment(): ReactNode {
  return (
    <Diagram
      title="A lost reply leads to two payments"
      description="Time runs down. At 0 seconds the shop asks the bank to pay 40 euros under key k1. The bank moves the money, and its reply is lost. At 3 seconds the shop gives up and says that the payment failed. At 20 seconds the customer tries again, the shop asks under the new key k2, the bank moves the money a second time, and this reply arrives."
      width={484}
      height={376}
    >
      <Lane x={SHOP} from={34} to={366} name="shop" breaks={BREAKS} />
      <Lane x={BANK} from={34} to={366} name="bank" breaks={BREAKS} />
      <Message from={[SHOP, 58]} to={[BANK, 82]} label="pay €40, key k1" />
      <Event at={[BANK, 88]} />
      <Message from={[BANK, 94]} to={[224, 110]} label="applied" fault="lost" at={0.42} below />
      <Message from={[SHOP, 268]} to={[BANK, 292]} label="pay €40, key k2" />
      <Event at={[BANK, 298]} wrong />
      <Message from={[BANK, 312]} to={[SHOP, 336]} label="applied" below />
      <Words at={[SHOP - 16, 58]} anchor="end" lines={['0 s']} soft />
      <Words at={[SHOP - 16, 186]} anchor="end" lines={['3 s: gives up,', 'shows “failed”']} />
      <Words at={[SHOP - 16, 266]} anchor="end" lines={['20 s: customer', 'tries again']} />
      <Words at={[SHOP - 16, 336]} anchor="end" lines={['shows “paid”']} />
      <Words at={[BANK + 16, 88]} lines={['€40 moved']} />
      <Words at={[BANK + 18, 296]} lines={['€40 moved', 'a second time']} bold />
    </Diagram>
  );
}
