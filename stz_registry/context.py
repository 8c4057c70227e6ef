def register(request):
    return {}
