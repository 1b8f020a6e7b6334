-- One file at a time is taken into a listing: whoever claims an import looks whether another one runs there, in turn.
insert into turn (name) values ('importing');
