def handler(event, context):
    letters = sum(character.isalpha() for character in event["text"])
    print(f"counted {letters} letters")
    return {"letters": letters}
