#pragma once
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>
