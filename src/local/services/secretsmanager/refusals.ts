import { awsError } from '../../engine/aws-error';
import { Refusal } from '../refusal';

export function invalidRequest(message: string): Refusal {
  return new Refusal(awsError('InvalidRequestException', 400, message));
}

export function invalidParameter(message: string): Refusal {
  return new Refusal(awsError('InvalidParameterException', 400, message));
}

export function resourceExists(message: string): Refusal {
  return new Refusal(awsError('ResourceExistsException', 400, message));
}

export function notFound(what = 'secret.'): Refusal {
  return new Refusal(awsError('ResourceNotFoundException', 400, `Secrets Manager can't find the specified ${what}`));
}

export function noVersion(id: string): Refusal {
  return notFound(`secret value for VersionId: ${id}`);
}

export function markedForDeletion(): Refusal {
  return invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");
}
