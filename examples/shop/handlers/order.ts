/** An order, as the steps after it tell each other of it. */
export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly cents: number;
  readonly card: string;
  readonly speed: 'express' | 'normal';
}
