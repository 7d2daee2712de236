package dev.meanwhile.async.test;

/// A fault point as somebody comes to it.
///
/// @param who who is there, as [dev.meanwhile.async.ReadyTurns#identity] has it; 0 for a callback
/// @param visit how many times that one has been there, this time included
/// @param fault which of the exploration's faults it is about, counted from 0; -1 for none
record Spot(String point, long who, int visit, int fault) {}
