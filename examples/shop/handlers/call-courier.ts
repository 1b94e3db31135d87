interface SnsEvent {
  readonly Records: readonly { readonly Sns: { readonly Message: string } }[];
}

export const handler = async ({ Records }: SnsEvent) => {
  for (const { Sns } of Records) console.log(`a courier fetches ${Sns.Message}`);
};
