from ranking import ranked


def handler(event, context):
    print(f"sorting {len(event['numbers'])} numbers")
    return {"numbers": ranked(event["numbers"])}
