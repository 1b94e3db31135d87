def ranked(numbers):
    return sorted(numbers, reverse=True)
