/** A service that calls functions and is no more, or no more for all. */
interface RetiredService {
  readonly name: string;
  /** How the types of its resources begin. */
  readonly types: string;
  /** As functions' policies name it. */
  readonly principal?: string;
  readonly why: string;
  readonly rule: string;
  /** The rule of aws-cdk-lib's own validation that refuses its types. */
  readonly seenByCdk?: string;
}

export const RETIRED_SERVICES: readonly RetiredService[] = [
  {
    name: 'IoT 1-Click',
    types: 'AWS::IoT1Click::',
    principal: 'iot1click.amazonaws.com',
    why: 'it has been retired',
    rule: 'IOT-06',
    seenByCdk: 'F3006',
  },
  {
    name: 'IoT Events',
    types: 'AWS::IoTEvents::',
    principal: 'iotevents.amazonaws.com',
    why: 'its support ended on 20 May 2026',
    rule: 'IOT-08',
    seenByCdk: 'E3710',
  },
  {
    name: 'Lex V1',
    types: 'AWS::LexV1::',
    principal: 'lex.amazonaws.com',
    why: 'it has been replaced by Lex V2',
    rule: 'LEX-01',
  },
  {
    name: 'S3 Object Lambda',
    types: 'AWS::S3ObjectLambda::',
    why: 'it has been closed to new customers since 7 November 2025',
    rule: 'SOL-01',
  },
];
