"""Where somebody goes who has forgotten her password; open to all."""

from django.urls import path

from accounts import reset

urlpatterns = [
    # The name under which Django's login page looks for it.
    path("", reset.Ask.as_view(), name="admin_password_reset"),
    path("da-gui/", reset.Asked.as_view(), name="password_reset_done"),
    path("xong/", reset.Chosen.as_view(), name="password_reset_complete"),
    path("<slug:uidb64>/<slug:token>/", reset.Choose.as_view(), name="password_reset_confirm"),
]
