// Go takes its random numbers from ProcessPrng of bcryptprimitives.dll, which
// every Windows since 7 has and Wine before 9 hasn't. This one stands in for it
// there, with what Wine has: RtlGenRandom, whose name in advapi32 is
// SystemFunction036. Only tests under Wine get it.
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T length) {
	return SystemFunction036(buffer, (ULONG)length);
}
