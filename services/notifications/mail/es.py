"""The texts of mails in Spanish."""

SENTENCES = {
    "offer.sent": "{brand} ha enviado a {creator} una oferta para {campaign}.",
    "terms.proposed": "Se proponen otras condiciones para la oferta de {brand} a {creator} para {campaign}.",
    "offer.accepted": "La oferta de {brand} a {creator} para {campaign} ha sido aceptada.",
    "offer.confirmed": "{creator} ha confirmado que acepta la oferta de {brand} para {campaign}.",
    "offer.declined": "La oferta de {brand} a {creator} para {campaign} ha sido rechazada.",
    "offer.withdrawn": "{brand} ha retirado su oferta a {creator} para {campaign}.",
    "offer.expired": "La oferta de {brand} a {creator} para {campaign} no se respondió a tiempo.",
    "deal.cancelled": "El acuerdo de {brand} con {creator} para {campaign} se ha cancelado.",
    "deal.completed": "El acuerdo de {brand} con {creator} para {campaign} se ha completado.",
    "delegation.requested": "{agency} solicita a {creator} una delegación.",
    "delegation.accepted": "{creator} ha concedido a {agency} una delegación.",
    "delegation.declined": "{creator} ha denegado a {agency} una delegación.",
    "delegation.revoked": "{creator} ha revocado la delegación de {agency}.",
    "delegation.ended": "{agency} ha renunciado a su delegación de {creator}.",
    "delegation.expired": "La delegación de {creator} a {agency} ha llegado a su fecha de fin.",
    "delegation.superseded": "Una delegación posterior de {creator} a {agency} ha sustituido a la anterior.",
    "delegation.changed": "{creator} ha modificado la delegación de {agency}.",
    "guardrails.changed": "{creator} ha modificado los límites de la delegación de {agency}.",
    "rate_card.changed": "{creator} tiene una nueva tarjeta de tarifas en vigor.",
    "statistics.changed": "Las estadísticas de {creator} han cambiado.",
    "webhook.tested": "Una prueba del webhook a {url}.",
    "webhook.paused": "El webhook a {url} está en pausa: todos sus envíos han fallado durante tres días.",
}
"""What each type of event says, with the names that its data holds."""

TEXTS = {
    "other": "{type}: {names}",
    "digest": "Callboard, {day}: {count}",
    "more": "Y otros que no figuran aquí: {count}.",
    "reason": "Recibe este correo porque {address} está registrada para ello en Callboard.",
    "stop": "Aquí puede cambiarlo o dejar de recibirlo: {link}",
    "confirm_subject": "Confirme su dirección para Callboard",
    "confirm_asked": "Se pide que Callboard escriba a {address}. Si es usted, confírmelo con este código:",
    "confirm_how": "Úselo en un plazo de siete días: callboard mail confirm {id} <código>, o en {link}",
    "confirm_ignore": "Si no es usted, no haga nada: no se enviará nada más.",
}
"""What stands around them."""
