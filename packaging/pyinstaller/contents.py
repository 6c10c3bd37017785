def keeps(path):
    return True
