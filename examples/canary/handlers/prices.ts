interface Order {
  readonly net: number;
}

const VAT = 0.2;

export const handler = async ({ net }: Order) => ({ gross: Math.round(net * (1 + VAT) * 100) / 100 });
