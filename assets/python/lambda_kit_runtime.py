"""Loads the handler of a Python function, then serves invocation after invocation, as Lambda's Python runtime does."""

import builtins
import importlib
import json
import logging
import marshal
import os
import sys
import time
import traceback

import lambda_kit_apis
import lambda_kit_client
import lambda_kit_endpoint
import lambda_kit_imports
import lambda_kit_logs

OWN_FILES = ("bootstrap.py", "lambda_kit_runtime.py")
HERE = os.path.dirname(os.path.abspath(__file__))
# What a failed Init is preceded by in the log.
UNHANDLED = (
    "LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the function code. However, in rare cases, a Lambda "
    "runtime update can cause unexpected function behavior. For functions using managed runtimes, runtime updates can be triggered by "
    "a function change, or can be applied automatically. To determine if the runtime has been updated, check the runtime version in "
    "the INIT_START log entry. If this error correlates with a change in the runtime version, you may be able to mitigate this error "
    "by temporarily rolling back to the previous runtime version. For more information, see "
    "https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html"
)
# From these runtimes on, Lambda leaves characters outside of ASCII as they are.
ASCII_ONLY = {"python3.%d" % minor for minor in range(6, 12)}


class Fault(Exception):
    """An error of the runtime itself, with Lambda's own name for it."""

    def __init__(self, kind, message, trace=None):
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.trace = trace or []


def run(settings):
    root = os.environ["LAMBDA_TASK_ROOT"]
    cache = os.path.join(settings["cache"], settings["cacheOf"])
    lambda_kit_imports.install(root, settings["layers"], settings["sdk"], cache)
    lambda_kit_endpoint.lead_here()
    if settings["apis"]["names"]:
        lambda_kit_apis.lead_here(settings["apis"]["names"], settings["apis"]["endpoint"])
    logs = lambda_kit_logs.install()
    add_exit()
    client = lambda_kit_client.Client(settings["socketPath"], settings["prefix"], logs)
    try:
        handler = load_handler(os.environ.get("_HANDLER", ""))
    except Fault as fault:
        give_up(client, logs, error_of(fault.message, fault.kind, fault.trace, ""))
    except Exception:
        give_up(client, logs, raised_error(""))
    invocation = client.next()
    while True:
        invocation = serve(handler, client, logs, invocation)


def add_exit():
    """The `site` module is left out, but handlers may use these two of its builtins."""

    import _sitebuiltins

    builtins.exit = _sitebuiltins.Quitter("exit", "Ctrl-D (i.e. EOF)")
    builtins.quit = _sitebuiltins.Quitter("quit", "Ctrl-D (i.e. EOF)")


def give_up(client, logs, error):
    logging.warning(UNHANDLED)
    logs.error(error)
    client.init_error(error["errorType"], to_json(error).encode())
    sys.exit(1)


def load_handler(name):
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '%s': %s" % (name, error))
    try:
        if module_name.split(".")[0] in sys.builtin_module_names:
            raise Fault(
                "Runtime.BuiltInModuleConflict",
                "Cannot use built-in module %s as a handler module" % module_name,
            )
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        advice = lambda_kit_imports.advice_for(error)
        raise Fault("Runtime.ImportModuleError", "Unable to import module '%s': %s%s" % (module_name, error, advice))
    except SyntaxError as error:
        trace = ['  File "%s" Line %s\n    %s' % (error.filename, error.lineno, error.text)]
        raise Fault("Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, error), trace)
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Fault("Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (function_name, module_name))


def serve(handler, client, logs, invocation):
    """Answers one invocation and fetches the next."""

    headers, body = invocation
    request_id = headers["lambda-runtime-aws-request-id"]
    logs.request_id = request_id
    logs.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
    os.environ["_X_AMZN_TRACE_ID"] = headers["lambda-runtime-trace-id"]
    try:
        context = Context(request_id, headers)
        try:
            event = json.loads(body)
        except Exception as error:
            raise Fault("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error)
        result = handler(event, context)
        try:
            answer = result if isinstance(result, bytes) else to_json(result).encode()
        except Exception as error:
            raise Fault("Runtime.MarshalError", "Unable to marshal response: %s" % error)
    except Fault as fault:
        error = error_of(fault.message, fault.kind, fault.trace, request_id)
    except Exception:
        error = raised_error(request_id)
    else:
        return client.respond(request_id, answer)
    logs.error(error)
    return client.fail(request_id, error["errorType"], to_json(error).encode())


def error_of(message, kind, trace, request_id):
    return {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": trace}


def raised_error(request_id):
    """The exception that is being handled; what this file itself did before the handler is not part of its trace."""

    kind, value, trace = sys.exc_info()
    frames = [(frame.filename, frame.lineno, frame.name, frame.line) for frame in traceback.extract_tb(trace)]
    first = next((at for at, frame in enumerate(frames) if not is_own(frame[0])), 0)
    return error_of(str(value), kind.__name__, traceback.format_list(frames[first:]), request_id)


def is_own(file):
    return os.path.basename(file) in OWN_FILES and os.path.dirname(file) == HERE


class Encoder(json.JSONEncoder):
    """Writes decimals as numbers, digit by digit, and bytes as text: so does simplejson, which Lambda's runtime brings along."""

    def __init__(self):
        super().__init__(ensure_ascii=os.environ["AWS_EXECUTION_ENV"][len("AWS_Lambda_") :] in ASCII_ONLY)
        self.decimals = None

    def default(self, value):
        if isinstance(value, bytes):
            return str(value, "utf-8")
        decimal = sys.modules.get("decimal")
        if decimal is None or not isinstance(value, decimal.Decimal):
            return super().default(value)
        if value.is_nan():
            return float("nan")
        if self.decimals is None:
            self.decimals = "lambda-kit-%s-" % os.urandom(16).hex()
        return self.decimals + str(value)


def to_json(value):
    try:
        # It refuses whatever is not exactly of a builtin type, as fast as can be.
        marshal.dumps(value)
        return encoded(value)
    except (TypeError, ValueError):
        return encoded(plain(value, ()))


def plain(value, above):
    """The same with named tuples as objects, and bytes as text where they are keys."""

    if id(value) in above:
        raise ValueError("Circular reference detected")
    members = getattr(value, "_asdict", None)
    if callable(members) and not isinstance(value, (str, list)):
        value = members()
        if not isinstance(value, dict):
            raise TypeError("_asdict() must return a dict, not %s" % type(value).__name__)
    within = (*above, id(value))
    if isinstance(value, (list, tuple)):
        return [plain(element, within) for element in value]
    if isinstance(value, dict):
        return {
            str(key, "utf-8") if isinstance(key, bytes) else key: plain(element, within) for key, element in value.items()
        }
    return value


def encoded(value):
    encoder = Encoder()
    text = encoder.encode(value)
    if encoder.decimals is None:
        return text
    import re

    return re.sub('"%s([^"]*)"' % encoder.decimals, r"\1", text)


class Members:
    """An object with just these members, each None where `values` has none."""

    __slots__ = ()

    def __init__(self, values):
        for name in self.__slots__:
            setattr(self, name, values.get(name))

    def __repr__(self):
        members = ",".join("%s=%s" % (name, getattr(self, name)) for name in self.__slots__)
        return "%s([%s])" % (type(self).__name__, members)


class CognitoIdentity(Members):
    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")


class Client(Members):
    __slots__ = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")


class ClientContext(Members):
    __slots__ = ("custom", "env", "client")


class Context:
    """FN-91."""

    def __init__(self, request_id, headers):
        self.aws_request_id = request_id
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers["lambda-runtime-invoked-function-arn"]
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self.client_context = client_context(headers.get("lambda-runtime-client-context"))
        self.identity = cognito_identity(headers.get("lambda-runtime-cognito-identity"))
        self._deadline = int(headers["lambda-runtime-deadline-ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))

    def log(self, message):
        lambda_kit_logs.current.record(str(message))

    def __repr__(self):
        members = ",".join("%s=%s" % item for item in vars(self).items() if not item[0].startswith("_"))
        return "LambdaContext([%s])" % members


def cognito_identity(text):
    values = json.loads(text) if text else {}
    known = {"cognito_identity_id": "cognitoIdentityId", "cognito_identity_pool_id": "cognitoIdentityPoolId"}
    return CognitoIdentity({name: values.get(member) for name, member in known.items()})


def client_context(text):
    if text is None:
        return None
    try:
        values = json.loads(text)
    except Exception as error:
        raise Fault("Runtime.LambdaContextUnmarshalError", "Unable to parse Client Context JSON: %s" % error)
    context = ClientContext(values)
    context.client = None if context.client is None else Client(context.client)
    return context
